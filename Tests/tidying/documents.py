"""Rules of documents and of what lies in git: links, machine paths, build products."""

import re

from tree import File, Finding, Tree, rule

# Written in pieces, so that this file does not hold what it looks for.
MACHINE = re.compile(r"(?<![\w.~$})/-])(?:" + "/" + r"(?:work|root)(?=/|\b(?![\w-]))|" + "/" + r"home/\w+)")
EXTERNAL = re.compile(r"^[a-z][a-z0-9+.-]*:")
INLINE = re.compile(r"(!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\s{0,3}\[[^\]^]+\]:\s+<?(\S+?)>?\s*$")
ARTICLE = re.compile(r"<doc:([^>\s]+)>")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
FENCE = re.compile(r"^\s*(```|~~~)")
PRODUCTS = re.compile(r"(^|/)(\.build|\.swiftpm|__pycache__)/|(^|/)Package\.resolved$|\.o$")


@rule("machine-path", "No path of one machine stands in code or documents.")
def machine_path(tree: Tree):
    for file in tree.files:
        for number, line in enumerate(file.lines, 1):
            if found := MACHINE.search(line):
                yield Finding(
                    file.path, number,
                    f"{found[0]} exists on one machine only; derive the path from the file's own"
                    " place or take it as an argument",
                )


@rule("link", "Every link of a Markdown page leads somewhere.")
def links(tree: Tree):
    for file in tree.files:
        if file.suffix != "md":
            continue
        for number, is_image, target in links_of(file):
            if problem := unresolved(tree, file, target, is_image):
                yield Finding(file.path, number, problem)


def prose_of(file: File) -> list[str]:
    """The lines of a page with code and HTML comments blanked, so that line numbers stay."""
    text = re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), file.text, flags=re.DOTALL)
    lines, fenced = [], False
    for line in text.split("\n"):
        fence = FENCE.match(line)
        fenced = fenced != bool(fence)
        lines.append("" if fenced or fence else re.sub(r"(`+)[^`].*?\1", "", line))
    return lines


def links_of(file: File):
    """The links of a page: line, whether it is an image, target."""
    for number, line in enumerate(prose_of(file), 1):
        for found in INLINE.finditer(line):
            yield number, found[1] == "!", found[2]
        if found := REFERENCE.match(line):
            yield number, False, found[1]
        for found in ARTICLE.finditer(line):
            yield number, False, "doc:" + found[1]


def unresolved(tree: Tree, file: File, target: str, is_image: bool) -> str:
    """What is wrong with a link; empty if it leads somewhere."""
    catalogue = file.path[: file.path.find(".docc/") + 6] if ".docc/" in file.path else ""
    if target.startswith("doc:"):
        stem = target[4:].split("#")[0].split("/")[-1]
        pages = [p for p in tree.paths if catalogue and p.startswith(catalogue)]
        names = {p.rsplit("/", 1)[-1].removesuffix(".md").replace(" ", "-") for p in pages}
        return "" if stem in names else f"{target}: no page {stem}.md in {catalogue or 'a .docc'}"
    if EXTERNAL.match(target):
        return ""
    path, _, anchor = target.partition("#")
    place = resolved(file.path, path) if path else file.path
    if path and place not in tree.paths and not is_folder(tree, place):
        inside = [p for p in tree.paths if is_image and catalogue and p.startswith(catalogue)]
        if any(path in (p.rsplit("/", 1)[-1], p.rsplit("/", 1)[-1].split(".")[0]) for p in inside):
            return ""
        return f"{target}: there is no {place}; mend the link or add the file"
    page = next((f for f in tree.files if f.path == place), None)
    if anchor and page and page.suffix == "md" and anchor not in anchors_of(page):
        return f"{target}: {place} has no heading #{anchor}; it has {', '.join(anchors_of(page))}"
    return ""


def resolved(from_path: str, target: str) -> str:
    """The path from the root that a relative link means."""
    parts = from_path.split("/")[:-1] if not target.startswith("/") else []
    for part in target.strip("/").split("/"):
        if part == "..":
            parts = parts[:-1] if parts and parts[-1] != ".." else parts + [".."]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def is_folder(tree: Tree, place: str) -> bool:
    """Whether files lie below `place`."""
    return place == "" or any(p.startswith(place + "/") for p in tree.paths)


def anchors_of(page: File) -> list[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    made: list[str] = []
    for line in prose_of_headings(page):
        slug = re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-")
        same = sum(1 for m in made if m == slug or re.fullmatch(re.escape(slug) + r"-\d+", m))
        made.append(f"{slug}-{same}" if same else slug)
    return made


def prose_of_headings(page: File) -> list[str]:
    """The text of a page's headings, code spans kept."""
    found, fenced = [], False
    for line in page.lines:
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced and (heading := HEADING.match(line)):
            found.append(heading[1].replace("`", ""))
    return found


@rule("tracked", "Git tracks no build product and no Package.resolved.")
def tracked(tree: Tree):
    for path in sorted(tree.tracked):
        if PRODUCTS.search(path):
            yield Finding(path, 1, f"is made by a build; git rm --cached {path}")
