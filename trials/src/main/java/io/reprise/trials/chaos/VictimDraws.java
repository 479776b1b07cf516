package io.reprise.trials.chaos;

import java.util.Random;

/**
 * Draws the victims of a run's broker faults. The seed of the run determines the draws. Confined to
 * one thread.
 */
final class VictimDraws {
  private final Random random;

  VictimDraws(Random random) {
    this.random = random;
  }

  /**
   * The random choices for one fault.
   *
   * @param duty the victim is the broker that has this duty when the fault begins
   * @param choice chooses among several partitions, slots or brokers; not negative
   * @param millis chooses the duration of the fault; not negative
   */
  record Draw(BrokerDuty duty, int choice, int millis) {

    /** Returns a duration in milliseconds from {@code least}, inclusive, to {@code end}. */
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
