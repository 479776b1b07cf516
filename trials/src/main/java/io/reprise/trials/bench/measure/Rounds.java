package io.reprise.trials.bench.measure;

import io.reprise.kafka.time.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures several subjects in turn, round after round, so that a machine that slows down affects
 * all of them. Each round begins with another subject, and every second round goes backwards, so
 * that no subject is always measured after the same other one.
 *
 * @param warmUps rounds that are dropped
 * @param fewest the fewest rounds that are measured, also after the deadline
 * @param deadline when no further round begins
 */
public record Rounds(int warmUps, int fewest, Deadline deadline) {

  /** Measures a subject once. */
  @FunctionalInterface
  public interface Measurement<S, R> {
    R take(S subject) throws InterruptedException;
  }

  /**
   * Returns the results of each subject. Results at the same index are of the same round.
   *
   * @param subjects at least one
   */
  public <S, R> Map<S, List<R>> measure(List<S> subjects, Measurement<S, R> measurement)
      throws InterruptedException {
    var results = new LinkedHashMap<S, List<R>>();
    subjects.forEach(subject -> results.put(subject, new ArrayList<>()));
    for (int round = 0; round < warmUps + fewest || !deadline.isPassed(); round++) {
      for (var subject : inOrder(subjects, round)) {
        var result = measurement.take(subject);
        if (round >= warmUps) {
          results.computeIfAbsent(subject, s -> new ArrayList<>()).add(result);
        }
      }
    }
    return results;
  }

  private static <S> List<S> inOrder(List<S> subjects, int round) {
    var order = new ArrayList<>(subjects);
    Collections.rotate(order, -(round / 2));
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
