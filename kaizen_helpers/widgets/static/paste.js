// Pasting what Excel puts on the clipboard: cells with tabs between them, one line a row.

const NUMBER_HEADINGS = ["番号", "No", "No.", "NO", "#", "手順"];

/** The cells of a clipboard text. A cell with line breaks stands in quotes, and a quote in it is doubled. */
export function parseCells(text) {
  const rows = [[""]];
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  let quoted = false;
  for (let at = 0; at < plain.length; at += 1) {
    const mark = plain[at];
    const row = rows.at(-1);
    if (quoted) {
      if (mark !== '"') row[row.length - 1] += mark;
      else if (plain[at + 1] === '"') (row[row.length - 1] += '"'), (at += 1);
      else quoted = false;
    } else if (mark === '"' && row.at(-1) === "") quoted = true;
    else if (mark === "\t") row.push("");
    else if (mark === "\n") rows.push([""]);
    else row[row.length - 1] += mark;
  }
  return rows;
}

/** Whether a clipboard text is more than one cell. */
export function isTable(text) {
  return /\t/.test(text) || /\n./.test(text.replace(/\r\n?/g, "\n"));
}

/** Text with line breaks as one line; between two Japanese characters a break is no blank. */
export function oneLine(text) {
  return text.replace(/(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])/g, "").replace(/\s*\n\s*/g, " ");
}

const plainOf = (text) => text.normalize("NFKC").trim();

/**
 * The rows of a table after pasting `cells` at a row and column (from 0), and what became of it.
 * `columns` are those on the screen; a table with `grows` gets as many more rows as `limit` allows.
 */
export function pasteCells(rows, columns, cells, { row, column, grows, limit }) {
  let keys = columns.slice(column).filter((one) => !one.given);
  let body = cells;
  const headed = body.length > 1 && isHeading(body[0], columns);
  if (headed && column === 0 && NUMBER_HEADINGS.includes(plainOf(body[0][0]))) body = body.map((line) => line.slice(1));
  if (headed) body = body.slice(1);
  else if (column === 0 && isNumbered(body, keys.length)) body = body.map((line) => line.slice(1));

  const made = rows.map((one) => ({ ...one }));
  const blank = Object.fromEntries(columns.map((one) => [one.key, ""]));
  let unread = 0;
  let written = 0;
  body.forEach((line, down) => {
    const at = row + down;
    if (at >= made.length && grows && made.length < limit) made.push({ ...Object.fromEntries(Object.keys(rows[0] ?? blank).map((key) => [key, ""])) });
    if (at >= made.length) return;
    written += 1;
    line.slice(0, keys.length).forEach((text, right) => {
      const { key, choices } = keys[right];
      const found = choices.length ? choices.find((choice) => plainOf(choice) === plainOf(text)) : oneLine(text).trim();
      if (found === undefined && plainOf(text)) unread += 1;
      made[at][key] = found ?? "";
    });
  });
  const wide = Math.min(Math.max(...body.map((line) => line.length)), keys.length);
  const said = [`${written}行${wide}列を貼り付けました。`];
  if (written < body.length) said.push(`残りの${body.length - written}行は、表に入りませんでした。`);
  if (body.some((line) => line.slice(keys.length).some((text) => plainOf(text)))) said.push("右にはみ出した列は入れていません。");
  if (unread) said.push(`選択肢にない${unread}か所は、空欄にしました。`);
  return { rows: made, said: `${said.join("")}「元に戻す」で戻せます。` };
}

function isHeading(line, columns) {
  const known = new Set([...columns.map((one) => one.key), ...NUMBER_HEADINGS]);
  const named = line.filter((text) => plainOf(text));
  return named.length > 0 && named.every((text) => known.has(plainOf(text)));
}

function isNumbered(body, width) {
  return body.length > 1 && body.every((line, index) => line.length > width && Number(plainOf(line[0])) === index + Number(plainOf(body[0][0])));
}
