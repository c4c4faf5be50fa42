/** A whole number as a page shows it: 10,000. */
export const figure = new Intl.NumberFormat("en").format
