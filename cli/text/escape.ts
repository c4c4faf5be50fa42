/**
 * Escapes invisible characters as JSON does: those that break the line, control a terminal or reverse the text. Token
 * symbols and evidence are chosen by strangers.
 */
export function escapeHidden(text: string): string {
  return text.replace(/\p{C}/gu, (hidden) =>
    Array.from({ length: hidden.length }, (_, place) => {
      return `\\u${hidden.charCodeAt(place).toString(16).padStart(4, "0")}`
    }).join(""),
  )
}
