// Loads the page anew when something has changed; where somebody is writing, says so and leaves it to them.
const changes = new EventSource(`/changes?seen=${document.documentElement.dataset.changes}`);
const writing = () =>
  [...document.querySelectorAll("form[method=post] textarea, form[method=post] input:not([type=hidden])")].some(
    (field) => field.value !== field.defaultValue,
  );

changes.addEventListener("changed", () => {
  if (!writing()) {
    location.reload();
    return;
  }
  const notice = document.getElementById("changed");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = notice.dataset.reload;
  button.addEventListener("click", () => location.reload());
  notice.replaceChildren(`${notice.dataset.said} `, button);
  notice.hidden = false;
});
addEventListener("pagehide", () => changes.close());
