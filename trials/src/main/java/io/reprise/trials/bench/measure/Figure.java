package io.reprise.trials.bench.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure. The factory method determines how the figure is judged.
 *
 * @param name a stable name of what was measured
 * @param value the median in {@code unit}; the worst value if the note says so
 * @param peer the tool that was measured in the same run for comparison; null without one
 * @param peerValue the peer's median in {@code unit}
 * @param ratio Reprise's value divided by the peer's value: the median over all pairs of
 *     measurements
 * @param goal the limit of {@code ratio}, or of {@code value} if there is no peer; null for a
 *     baseline, which has no goal
 * @param goalIs how the goal limits the judged value: {@code at least}, {@code at most} or {@code
 *     below}; null without a goal
 * @param met whether the goal was reached; null without a goal
 * @param spread the lowest and the highest of the judged values
 * @param samples the number of measurements, or of pairs of measurements if there is a peer
 * @param note how the figure was measured, and how to read it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
    String name,
    double value,
    String unit,
    @Nullable String peer,
    @Nullable Double peerValue,
    @Nullable Double ratio,
    @Nullable Double goal,
    @Nullable String goalIs,
    @Nullable Boolean met,
    List<Double> spread,
    int samples,
    String note) {
  private static final String AT_LEAST = "at least";
  private static final String AT_MOST = "at most";
  private static final String BELOW = "below";

  /** Returns a figure with the ratio to a peer; the ratio must be at least {@code goal}. */
  public static Figure ofPairs(
      String name, PeerComparison pairs, String unit, String peer, double goal, String note) {
    var ratios = pairs.ratios();
    return new Figure(
        name,
        rounded(pairs.ours().median()),
        unit,
        peer,
        rounded(pairs.peer().median()),
        rounded(ratios.median()),
        goal,
        AT_LEAST,
        ratios.median() >= goal,
        spread(ratios),
        ratios.count(),
        note);
  }

  /** Returns a figure with the ratio to a peer and without a goal. */
  public static Figure baselineOfPairs(
      String name, PeerComparison pairs, String unit, String peer, String note) {
    var judged = ofPairs(name, pairs, unit, peer, 0, note);
    return new Figure(
        name,
        judged.value,
        unit,
        peer,
        judged.peerValue,
        judged.ratio,
        null,
        null,
        null,
        judged.spread,
        judged.samples,
        note);
  }

  /** Returns a figure without a peer and without a goal. */
  public static Figure baseline(String name, Samples samples, String unit, String note) {
    return alone(name, samples.median(), unit, null, samples, note);
  }

  /** Returns a figure whose median must be at least {@code goal}. */
  public static Figure atLeast(
      String name, Samples samples, String unit, double goal, String note) {
    double value = samples.median();
    return alone(name, value, unit, new Goal(goal, AT_LEAST, value >= goal), samples, note);
  }

  /** Returns a figure whose highest value must be below {@code goal}. */
  public static Figure worstBelow(
      String name, Samples samples, String unit, double goal, String note) {
    double value = samples.max();
    var judged = new Goal(goal, BELOW, value < goal);
    return alone(name, value, unit, judged, samples, "the worst; " + note);
  }

  /** Returns a figure whose median must be below {@code goal}. */
  public static Figure below(String name, Samples samples, String unit, double goal, String note) {
    double value = samples.median();
    return alone(name, value, unit, new Goal(goal, BELOW, value < goal), samples, note);
  }

  /** Returns a figure whose median must be at most {@code goal}. */
  public static Figure atMost(String name, Samples samples, String unit, double goal, String note) {
    double value = samples.median();
    return alone(name, value, unit, new Goal(goal, AT_MOST, value <= goal), samples, note);
  }

  private record Goal(double goal, String is, boolean met) {}

  private static Figure alone(
      String name, double value, String unit, @Nullable Goal goal, Samples samples, String note) {
    return new Figure(
        name,
        rounded(value),
        unit,
        null,
        null,
        null,
        goal == null ? null : goal.goal(),
        goal == null ? null : goal.is(),
        goal == null ? null : goal.met(),
        spread(samples),
        samples.count(),
        note);
  }

  private static List<Double> spread(Samples samples) {
    return List.of(rounded(samples.min()), rounded(samples.max()));
  }

  /** Rounds to three decimals, because smaller differences are noise. */
  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
