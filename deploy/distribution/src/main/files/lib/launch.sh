# Functions of the scripts in bin. The script that reads this file has set `script`, its own path.
# Sets home, the directory of the installation.

readonly least_java=17

fail() { echo "reprise: $1" >&2; exit 1; }

home=$(cd "${script%/*}/.." && pwd -P)
readonly home

# A JDK names its version in its file `release`. Reading the file is much faster than starting Java.
set_java_version() {
  local java_home line
  java_home=$(realpath "$java")
  java_home=${java_home%/bin/java}
  version=
  if [[ -r $java_home/release ]]; then
    while IFS= read -r line; do
      if [[ $line =~ ^JAVA_VERSION=\"([0-9][^\"]*)\" ]]; then
        version=${BASH_REMATCH[1]}
        return
      fi
    done <"$java_home/release"
  fi
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.version = //p')
}

# Sets java, version and feature.
require_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  [[ -n $java ]] || java=$(type -P java || true)
  [[ -x $java ]] || fail "no Java found: install a JDK of $least_java or newer, or set JAVA_HOME to one"
  set_java_version
  feature=${version%%[!0-9]*}
  [[ ${feature:-0} -ge $least_java ]] ||
    fail "$java is Java ${feature:-unknown}: install a JDK of $least_java or newer, or set JAVA_HOME to one"
}

# Sets class_path. The order matters: one library carries older copies of classes of another.
set_class_path() {
  local names
  IFS= read -r names <"$home/lib/class-path" || [[ -n ${names:-} ]] || fail "$home/lib/class-path is missing or empty: unpack the distribution again"
  class_path=$home/lib/${names//:/:"$home"/lib/}
}

# Sets prepared, the directory with the files for fast starts on this version of Java.
set_prepared() { prepared=$home/start/$version; }
