package io.reprise.trials.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a soak has found wrong. Reports each failure at once, counts all, and keeps the first ones,
 * so that a failure that repeats for an hour does not fill the memory. Thread-safe.
 */
final class SoakFailures {
  private static final int MOST_KEPT = 50;

  private final Consumer<String> narrate;
  private final List<String> kept = new ArrayList<>();
  private int count;

  SoakFailures(Consumer<String> narrate) {
    this.narrate = narrate;
  }

  synchronized void add(String sentence) {
    count++;
    if (kept.size() < MOST_KEPT) {
      kept.add(sentence);
      narrate.accept("FAILED " + sentence);
    }
  }

  /** Adds a failure if {@code holds} is false. */
  void check(boolean holds, String sentence, Object... facts) {
    if (!holds) {
      add(sentence.formatted(facts));
    }
  }

  synchronized int count() {
    return count;
  }

  /** Returns the first failures, and how many more there are. */
  synchronized List<String> sentences() {
    var all = new ArrayList<>(kept);
    if (count > kept.size()) {
      all.add("and %d more".formatted(count - kept.size()));
    }
    return List.copyOf(all);
  }
}
