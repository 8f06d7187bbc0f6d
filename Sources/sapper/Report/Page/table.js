// Tables that sort by a click on a heading, and rows that lead to their trace.

function sortTable(table, column, button) {
  const heading = button.parentElement;
  const falls = heading.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
  const body = table.tBodies[0];
  const keyed = [...body.rows].map((row, order) => {
    const key = row.cells[column].dataset.sort;
    return { row, order, key, number: key === undefined || key === "" ? NaN : Number(key) };
  });
  keyed.sort((a, b) => {
    // Rows without a value stay last, whichever way it sorts.
    if (a.key === undefined || b.key === undefined) {
      return (a.key === undefined) - (b.key === undefined) || a.order - b.order;
    }
    const isNumber = !Number.isNaN(a.number) && !Number.isNaN(b.number);
    const by = isNumber ? a.number - b.number : a.key < b.key ? -1 : Number(a.key > b.key);
    return (falls ? -by : by) || a.order - b.order;
  });
  body.append(...keyed.map((item) => item.row));
}

function prepareTable(table, onTrace) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortTable(table, column, button));
    heading.append(button);
  });
  for (const row of table.tBodies[0].rows) {
    const trace = Number(row.dataset.trace);
    if (row.dataset.trace === undefined || !(trace >= 0 && trace < traces)) continue;
    row.classList.add("leads");
    // The first cell holds a button, so that a keyboard gets there too.
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lead";
    button.setAttribute("aria-label", `${row.cells[0].textContent}: show trace ${trace}`);
    button.append(...row.cells[0].childNodes);
    row.cells[0].append(button);
    row.addEventListener("click", () => onTrace(trace));
  }
}

function markRows(trace) {
  for (const row of document.querySelectorAll("tr[data-trace]")) {
    row.classList.toggle("current", Number(row.dataset.trace) === trace);
  }
}
