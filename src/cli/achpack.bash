# Bash completion for achpack.
# SPDX-License-Identifier: MIT

_achpack() {
    local current previous command
    current="${COMP_WORDS[COMP_CWORD]}"
    previous="${COMP_WORDS[COMP_CWORD - 1]}"
    command="${COMP_WORDS[1]}"
    COMPREPLY=()

    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "check build show nodes diff progress plan simulate explain rules help --version --help" -- "$current")
        return
    fi
    case "$previous" in
    --format)
        local formats="text json"
        [[ $command =~ ^(check|build|nodes|diff|progress)$ ]] && formats="text json sarif github"
        [[ $command == rules ]] && formats="text json markdown"
        mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$current")
        return
        ;;
    --lang)
        mapfile -t COMPREPLY < <(compgen -W "en zh" -- "$current")
        return
        ;;
    --fail-on)
        mapfile -t COMPREPLY < <(compgen -W "error warning" -- "$current")
        return
        ;;
    --layout)
        mapfile -t COMPREPLY < <(compgen -W "nested folder flat" -- "$current")
        return
        ;;
    --severity)
        local codes
        codes="$(achpack rules --lang en 2>/dev/null | cut -d ' ' -f 1)"
        mapfile -t COMPREPLY < <(compgen -S = -W "$codes" -- "$current")
        compopt -o nospace
        return
        ;;
    --nodes | --old-nodes | --resources | --scripts | --from)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    --store)
        mapfile -t COMPREPLY < <(compgen -W "sqlite: postgresql://" -- "$current")
        compopt -o nospace
        return
        ;;
    --jobs | --name | --background | --max-* | --extra | --version | --players | --interval | --sets | --rate | --seed)
        return
        ;;
    esac
    if [[ $command == explain && $current != -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(achpack rules --lang en 2>/dev/null | cut -d ' ' -f 1)" -- "$current")
    elif [[ $command == help ]]; then
        mapfile -t COMPREPLY < <(compgen -W "check build show nodes diff progress plan simulate explain rules help" -- "$current")
    elif [[ $command == progress && $current != -* &&
        ! " ${COMP_WORDS[*]:2:COMP_CWORD-2} " =~ " "(get|add|finish|set|rename|export|import|verify)" " ]]; then
        mapfile -t COMPREPLY < <(compgen -W "get add finish set rename export import verify" -- "$current")
    elif [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(achpack help "$command" 2>/dev/null | grep -o -e '--[a-z-]*')" -- "$current")
    else
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}
complete -F _achpack achpack
