export function openHome(course) {}
