/** Joins the classes that apply. */
export function classes(...given: readonly (string | false | undefined)[]): string {
  return given.filter(Boolean).join(" ")
}
