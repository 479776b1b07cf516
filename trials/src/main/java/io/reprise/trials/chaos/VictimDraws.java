package io.reprise.trials.chaos;

import java.util.Random;

/**
 * Chooses at random which brokers the faults of a run hit, and for how long. The seed of the run
 * determines the choices. Confined to one thread.
 */
final class VictimDraws {
  private final Random random;

  VictimDraws(Random random) {
    this.random = random;
  }

  /**
   * The random choices for one fault.
   *
   * @param duty the fault hits the broker that has this duty when the fault begins
   * @param choice a number that chooses one of several partitions, slots or brokers; not negative
   * @param millis a number from which {@link #millisBetween} computes the duration of the fault;
   *     not negative
   */
  record Draw(BrokerDuty duty, int choice, int millis) {

    /**
     * Returns a duration in milliseconds from {@code least}, inclusive, to {@code end}, exclusive.
     */
    int millisBetween(int least, int end) {
      return least + millis % (end - least);
    }
  }

  Draw next() {
    var duties = BrokerDuty.values();
    return new Draw(
        duties[random.nextInt(duties.length)],
        random.nextInt(Integer.MAX_VALUE),
        random.nextInt(Integer.MAX_VALUE));
  }
}
