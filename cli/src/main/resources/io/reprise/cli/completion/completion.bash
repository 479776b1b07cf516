# Completion of `reprise` for bash and zsh, printed by `reprise completion`.

# Sets what may follow a command: its subcommands, its options, those of them that take a value, and
# the key of its first parameter in _reprise_values.
_reprise_command() { # COMMAND
  commands= options= takes= parameter=
  case $1 in
@COMMANDS@
  esac
}

# Sets the values of an option or a parameter: words, or a question that reprise answers, or files.
_reprise_values() { # COMMAND OPTION
  case "$1 $2" in
@VALUES@
  esac
}

# Prints the values that reprise knows. Prints nothing if it does not answer within a second.
_reprise_ask() { # QUESTION
  local program=${COMP_WORDS[0]/#\~\//$HOME/} limit=
  if command -v timeout >/dev/null 2>&1; then limit="timeout 1"; fi
  $limit "$program" complete "$1" ${address[@]+"${address[@]}"} 2>/dev/null </dev/null
}

_reprise() {
  local word=${COMP_WORDS[COMP_CWORD]} command= expected= given= at=1 found= help=
  local commands= options= takes= parameter= words= question= files=
  local -a address
  address=()
  COMPREPLY=()
  _reprise_command ""
  while [ "$at" -lt "$COMP_CWORD" ]; do
    given=${COMP_WORDS[at]}
    at=$((at + 1))
    # Bash splits a word at these characters.
    while [ "$at" -lt "$COMP_CWORD" ] && [[ ${COMP_WORDS[at]} == : || $given == *: ]]; do
      given+=${COMP_WORDS[at]}
      at=$((at + 1))
    done
    if [[ $given == "=" ]]; then
      continue
    elif [[ -n $expected ]]; then
      case $expected in
        --context | --worker) address+=("$expected" "$given") ;;
      esac
      expected=
    elif [[ " $takes " == *" $given "* ]]; then
      expected=$given
    elif [[ -z $command$help && $given == help ]]; then
      # Only the names of commands may follow: `help replay plan`.
      help=true
    elif [[ " $commands " == *" $given "* ]]; then
      command=${command:+$command }$given
      _reprise_command "$command"
    elif [[ $given != -* ]]; then
      parameter=
    fi
  done
  if [[ -n $help ]]; then options= parameter=; fi
  if [[ $word == "=" ]]; then word=; fi
  if [[ -n $expected ]]; then
    _reprise_values "$command" "$expected"
  elif [[ $word == -* ]]; then
    words=$options
  elif [[ -n $commands ]]; then
    words=$commands
  elif [[ -n $parameter ]]; then
    _reprise_values "$command" "$parameter"
  fi
  if [[ -n $files ]]; then
    found=$(compgen -f -- "$word")
    compopt -o filenames 2>/dev/null
  else
    if [[ -n $question ]]; then words=$(_reprise_ask "$question"); fi
    found=$(compgen -W "$words" -- "$word")
  fi
  local IFS=$'\n'
  COMPREPLY=($found)
}

if [[ -n ${ZSH_VERSION:-} ]]; then
  autoload -Uz compinit bashcompinit
  type compdef >/dev/null 2>&1 || compinit
  bashcompinit
fi
complete -F _reprise reprise
