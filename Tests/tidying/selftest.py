"""Shows each rule examples that keep it and examples that break it."""

import cases
from tree import RULES, Tree


def run() -> int:
    """Runs every example; says which rule let a bad one pass or refused a good one."""
    wrong: list[str] = []
    seen: dict[str, set[bool]] = {each.name: set() for each in RULES}
    looks = {each.name: each.look for each in RULES}
    count = 0
    for rule_name, claim, files, expected in cases.all_cases():
        count += 1
        seen[rule_name].add(bool(expected))
        found = sorted((f.path, f.line) for f in looks[rule_name](Tree.of(files)))
        if found != sorted(expected):
            wrong.append(f"{rule_name}: {claim}: expected {sorted(expected)}, found {found}")
    for name, kinds in seen.items():
        if kinds != {True, False}:
            missing = "bad" if False in kinds else "good"
            wrong.append(f"{name}: has no {missing} example in Tests/tidying/cases.py")
    for line in wrong:
        print(line)
    if wrong:
        print(f"tidy: {len(wrong)} of {count} examples went wrong")
        return 1
    print(f"tidy: {len(RULES)} rules judge {count} examples right")
    return 0
