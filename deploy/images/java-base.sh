# Functions that put a Java runtime of this machine into the file tree of an image. The script that
# reads this file has set `work` and `tree`, two directories, before it calls them, and has `say` and `fail`.

readonly modules=java.se,jdk.unsupported,jdk.management,jdk.crypto.ec,jdk.zipfs,jdk.naming.dns

# Every JDK found, newest first: the newest may lack what jlink needs, so callers go down the list.
jdks() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$(dirname "$(dirname "$(realpath "$(command -v java)")")")"; do
    [[ -x $home/bin/javac && -f $home/release ]] || continue
    echo "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release") $(realpath "$home")"
  done | sort -u -k1,1nr -k2 | awk '$1 >= 17 { print $2 }'
}

add_java() {
  local jdk
  while read -r jdk; do
    if "$jdk/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages \
      --strip-java-debug-attributes --output "$tree/opt/java" >"$work/jlink.log" 2>&1; then
      say "java: jlink from $jdk"
      return
    fi
    rm -rf "$tree/opt/java"
  done < <(jdks)
  jdk=$(jdks | head -n 1)
  [[ -n $jdk ]] || fail "no JDK of 17 or newer in JAVA_HOME, /usr/lib/jvm or PATH; install one"
  cp -rL "$jdk" "$tree/opt/java" 2>/dev/null || true # dangling links in a JDK's legal/ are no loss
  say "java: copied $jdk, since no jlink here works ($(tail -n 1 "$work/jlink.log"))"
}

# A class archive halves the start; a runtime without one still starts.
archive_classes() { "$tree/opt/java/bin/java" -Xshare:dump >/dev/null 2>&1 || true; }

# Libraries that native code in jars needs: that of RocksDB is written in C++, and a compactor ends without them.
readonly native_libraries='libstdc\+\+\.so\.6|libgcc_s\.so\.1'

# The shared libraries that the tools and the Java runtime name, at the paths where they name them, and the native libraries.
add_libraries() {
  local runtime=$tree/opt/java
  # No screen in a container: leave out what would drag X11 in.
  rm -f "$runtime"/lib/lib{awt_xawt,jawt,splashscreen,jsound}.so
  {
    find "$tree/usr/bin" "$runtime" -type f \( -perm -u+x -o -name '*.so' \) -print0 | xargs -0 -n 1 ldd 2>/dev/null
    /sbin/ldconfig -p | grep -E "^[[:space:]]*($native_libraries) " || say "no libstdc++ is installed here: compactors will end at their start in this image"
  } |
    grep -o '/[^ ]*\.so[^ ]*' | grep -v "^$tree" | sort -u |
    while read -r library; do cp -L --parents "$library" "$tree/"; done
}
