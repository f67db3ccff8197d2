
# Bash cuts `--format=json` at its `=`, and hands over a word as it is typed, with its quotes and backslashes.
_gen_flowlogs() {
  local -a words=()
  local index word at=0
  for index in "${!COMP_WORDS[@]}"; do
    word=${COMP_WORDS[index]}
    if [[ $word == "=" && $index -lt $COMP_CWORD ]]; then
      continue
    fi
    [[ $word == "=" ]] && word=""
    if [[ $index -eq $COMP_CWORD ]]; then
      at=${#words[@]}
      word=${word#[\"\']}
      word=${word//\\/}
    fi
    words+=("$word")
  done
  local -a COMP_WORDS=("${words[@]}")
  local COMP_CWORD=$at
  _shtab_gen_flowlogs
}

complete -o bashdefault -F _gen_flowlogs gen-flowlogs
