// Making elements. Text always goes in as text.

/** An element: `element("p", { class: "klab-note", id: "x" }, "text", child, …)`. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== "" && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

export function button(label, press, attributes = {}) {
  const made = element("button", { type: "button", class: "klab-button", ...attributes }, label);
  made.addEventListener("click", () => press());
  return made;
}
