/**
 * The script that `complete bash` prints. The library's own script needs the bash-completion package and cannot be
 * sourced twice. This one queries the program in the same way and needs only bash. If nothing matches, bash completes
 * file names.
 */
export const bashCompletion = `_gpuflow_escrow() {
  local current="\${COMP_WORDS[COMP_CWORD]}" line word
  COMPREPLY=()
  while IFS= read -r line; do
    word="\${line%%$'\\t'*}"
    [[ $word == :* || $word != "$current"* ]] || COMPREPLY+=("$word")
  done < <(gpuflow-escrow complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _gpuflow_escrow gpuflow-escrow`
