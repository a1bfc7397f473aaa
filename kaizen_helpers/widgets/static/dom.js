// Making elements. What people typed goes in as text; HTML is only what Python made.

/** An element: `element("p", { class: "kz-note", id: "x" }, "text", child, …)`. Empty and false attributes are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== "" && value !== false && value !== null && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

export function button(label, press, attributes = {}) {
  const made = element("button", { type: "button", class: "kz-button", ...attributes }, label);
  made.addEventListener("click", press);
  return made;
}

/** A block of Python's own HTML. */
export function block(html, attributes = {}) {
  const made = element("div", attributes);
  made.innerHTML = html;
  return made;
}

let lastId = 0;

/** An id that no other element of the page has. */
export function freshId() {
  lastId += 1;
  return `kz-${lastId}-${Math.random().toString(36).slice(2, 8)}`;
}

export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
