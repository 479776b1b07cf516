package io.reprise.replay.target;

/**
 * Provides one kind of target that is not part of Reprise. {@link java.util.ServiceLoader} finds
 * providers in the jars of the directory that a target of kind {@code custom} names: a jar lists
 * its providers in {@code META-INF/services/io.reprise.replay.target.ReplayTargetProvider}.
 *
 * <p>What a target must do is said by {@link ReplayTarget} and {@link TargetWriter}, and checked by
 * the class {@code ReplayTargetContract} in this module's jar of tests. Thread-safe.
 */
public interface ReplayTargetProvider {

  /** Returns the name by which a target's configuration asks for this provider. */
  String name();

  /**
   * Creates a target without connecting to it. Whether it can be reached is asked by {@link
   * ReplayTarget#facts}. The worker closes the target.
   *
   * @throws IllegalArgumentException if a setting is missing or wrong; the message says what to
   *     change. The worker does not start then
   */
  ReplayTarget open(TargetSettings settings);
}
