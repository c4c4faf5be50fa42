/**
 * One line in which every character can be seen: those that break it, steer a terminal or turn its writing around are
 * spelled out, as in JSON. Strangers choose the symbols of tokens and the texts of evidence.
 */
export function visible(text: string): string {
  return text.replace(/\p{C}/gu, (hidden) =>
    Array.from({ length: hidden.length }, (_, place) => {
      return `\\u${hidden.charCodeAt(place).toString(16).padStart(4, "0")}`
    }).join(""),
  )
}
