// Runs before anything is shown, so that a reader who prefers dark does not see a white flash. It cannot be inline,
// because the page's security policy allows no inline script.
try {
  const { theme } = JSON.parse(localStorage.getItem("gpuflow.preferences") ?? "{}")
  const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
  document.documentElement.classList.toggle("dark", isDark)
} catch {
  // Without storage, the page is light until it has loaded.
}
