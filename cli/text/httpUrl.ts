/** Whether a text is meant as an http or https URL, and not as a path. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//.test(text)
}
