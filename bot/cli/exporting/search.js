"use strict";
// Shows the answers that have all the words, without case and accents. Without this script the page shows all.
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const form = document.querySelector("form[role=search]");
const field = form.querySelector("input");
const told = form.querySelector("[role=status]");
const contents = document.querySelector(".contents");
const answers = [...document.querySelectorAll("article")];
const words = new Map(answers.map((one) => [one, fold(`${one.textContent} ${one.dataset.asked}`)]));
const search = () => {
  const wanted = fold(field.value).split(/\s+/).filter(Boolean);
  for (const one of answers) one.hidden = !wanted.every((word) => words.get(one).includes(word));
  for (const part of document.querySelectorAll("section")) part.hidden = !part.querySelector("article:not([hidden])");
  const found = answers.filter((one) => !one.hidden).length;
  contents.hidden = wanted.length > 0;
  told.textContent = wanted.length ? (found ? `${told.dataset.found}${found}` : told.dataset.none) : "";
};
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", search);
