/**
 * What `complete bash` prints. The library's own script needs the package bash-completion, and cannot be sourced twice;
 * this one asks the program in the same way and needs bash alone. Where nothing fits, bash completes file names.
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
