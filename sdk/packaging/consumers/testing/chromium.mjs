// Prints where the browser is: the one that CHROME_PATH names, or the one that the package brings.
import chromium from "@sparticuz/chromium"

console.log(process.env.CHROME_PATH ?? (await chromium.executablePath()))
