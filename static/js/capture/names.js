// Warns where a text seems to hold a name or an NHS number, as the portal does, before it is saved here.
const WORD = "\\p{Lu}[\\p{L}\\p{N}_’'-]*\\p{Ll}";
const PAIR = new RegExp(`(?<![\\p{L}\\p{N}_])(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\\.? ${WORD}|${WORD} ${WORD})`, "gu");
const NUMBER = /(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/g;

export function suspected(text, publicWords) {
  const known = new Set(publicWords);
  const names = (text.match(PAIR) || []).filter((pair) => !pair.split(" ").some((word) => known.has(word)));
  const found = [...new Set(names)].slice(0, 5).map((name) => `the name ${name}`);
  const holdsNumber = (text.match(NUMBER) || []).some((each) => isHealthNumber(each.replace(/\D/g, "")));
  return holdsNumber ? [...found, "an NHS number"] : found;
}

function isHealthNumber(digits) {
  const sum = [...digits.slice(0, 9)].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = 11 - (sum % 11);
  return check !== 10 && check % 11 === Number(digits[9]);
}
