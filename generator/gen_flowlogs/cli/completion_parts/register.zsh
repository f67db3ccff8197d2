if [[ $zsh_eval_context[-1] == (eval|file) ]]; then
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
