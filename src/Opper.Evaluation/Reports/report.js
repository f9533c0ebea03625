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
    for (const row of rows) body.append(row);
    if (body.contains(document.querySelector("tr[data-variant]"))) filter();
  });
}
const variant = document.getElementById("variant");
const unequal = document.getElementById("unequal");
const more = document.getElementById("more");
const step = Number(more.dataset.shown);
let limit = step;
const filter = () => {
  let fitting = 0;
  for (const row of document.querySelectorAll("tr[data-variant]")) {
    const fits = (variant.value === "" || row.dataset.variant === variant.value) && !(unequal.checked && row.dataset.equal === "true");
    if (fits) fitting++;
    row.hidden = !fits || fitting > limit;
  }
  more.hidden = fitting <= limit;
  more.textContent = `Show ${Math.min(step, fitting - limit)} more of ${fitting} rows`;
};
const restart = () => {
  limit = step;
  filter();
};
variant.addEventListener("change", restart);
unequal.addEventListener("change", restart);
more.addEventListener("click", () => {
  limit += step;
  filter();
});
filter();
