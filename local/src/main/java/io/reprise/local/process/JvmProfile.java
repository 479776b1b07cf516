package io.reprise.local.process;

import java.util.List;
import java.util.Map;

/** The JVM options of a service: for a fast start in little memory, or for its peak speed. */
public enum JvmProfile {
  /**
   * The JVM compiles with its first compiler (C1) only, collects garbage with one thread, and
   * begins with a small heap. Compared with {@link #PEAK_SPEED}, a service needs about half of the
   * processor time to start and much less memory, but processes fewer records a second at its peak.
   *
   * <p>Without {@code -Xms} a JVM begins with a 64th of the machine's memory. Without {@code
   * MetaspaceSize} it collects the whole heap several times while it loads classes.
   */
  FAST_START(
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms48m", "-XX:MetaspaceSize=80m"),
      Map.of("MALLOC_ARENA_MAX", "2")),
  /** The JVM compiles with both compilers, as it does by default and in production. */
  PEAK_SPEED(List.of("-XX:+UseParallelGC"), Map.of());

  private final List<String> options;
  private final Map<String, String> environment;

  JvmProfile(List<String> options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  List<String> options() {
    return options;
  }

  /**
   * Returns the options that use the class data archive of the services. To reach its peak speed, a
   * JVM does without, as in production.
   */
  public List<String> classData() {
    return this == FAST_START
        ? ClassDataArchives.ofProcess().options(ClassDataArchives.SERVICES)
        : List.of();
  }

  /** Returns environment variables of the service's process. */
  Map<String, String> environment() {
    return environment;
  }
}
