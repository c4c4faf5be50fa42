const faults = [
  [/[^\P{Nd}0-9]/u, "It contains digits other than 0 to 9."],
  [/^[+\-−–]/, "It begins with a sign."],
  [/^0x/i, "It is hexadecimal."],
  [/^\d+(?:\.\d+)?e[+-]?\d/i, "It contains an exponent."],
  [/\d,|,\d/, "It contains a comma."],
  [/\d[_'’`]\d/, "It contains a separator between digits."],
  [/\d\s+(?!0x)\d/, "It contains a space between digits."],
  [/\d\.\d*\.\d/, "It contains more than one point."],
  [/^\.|^\d+\.(?!\d)/, "It needs a digit before and after the point."],
  [/\p{Sc}/u, "It contains a currency sign."],
] as const

/** What is wrong with the number at the start of a text, as a sentence and a space; empty if it is a plain number. */
export function numberFault(text: string): string {
  const found = faults.find(([pattern]) => pattern.test(text.trim()))
  return found ? `${found[1]} ` : ""
}
