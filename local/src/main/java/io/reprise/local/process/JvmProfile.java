package io.reprise.local.process;

import java.util.List;

/** How the JVM of a service compiles its code. */
public enum JitMode {
  /**
   * The JVM compiles with its first compiler (C1) only. Compared with {@link #PEAK_SPEED}, a
   * service needs about half of the processor time to start, and less memory, but processes fewer
   * records a second at its peak.
   */
  FAST_START(List.of("-XX:TieredStopAtLevel=1")),
  /** The JVM compiles with both compilers, as it does by default and in production. */
  PEAK_SPEED(List.of());

  private final List<String> jvmOptions;

  JitMode(List<String> jvmOptions) {
    this.jvmOptions = jvmOptions;
  }

  List<String> jvmOptions() {
    return jvmOptions;
  }
}
