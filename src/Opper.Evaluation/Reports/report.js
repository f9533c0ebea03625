"use strict";
const root = document.documentElement;
document.getElementById("theme").addEventListener("click", () => {
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
});
for (const header of document.querySelectorAll("th")) {
  header.firstChild.addEventListener("click", () => {
    const ascending = header.getAttribute("aria-sort") !== "ascending";
    for (const other of header.parentNode.children) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const body = header.closest("table").tBodies[0];
    const key = row => row.children[header.cellIndex].dataset.sort;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      const difference = x !== "" && y !== "" && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y);
      return ascending ? difference : -difference;
    });
    body.append(...rows);
  });
}
const variant = document.getElementById("variant");
const unequal = document.getElementById("unequal");
const filter = () => {
  for (const row of document.querySelectorAll("tr[data-variant]")) {
    row.hidden = (variant.value !== "" && row.dataset.variant !== variant.value) || (unequal.checked && row.dataset.equal === "true");
  }
};
variant.addEventListener("change", filter);
unequal.addEventListener("change", filter);
