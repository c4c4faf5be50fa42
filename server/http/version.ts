/** The version of the server and of its routes. */
export const VERSION = "0.1.0"
