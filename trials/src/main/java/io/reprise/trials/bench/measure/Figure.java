package io.reprise.trials.bench.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure. Made by the factory that says how it is judged, then described.
 *
 * @param name what was measured, stable
 * @param value the median, in {@code unit}; the worst where the note says so
 * @param peer what it is compared with, measured in the same run; null without a peer
 * @param peerValue the peer's median, in {@code unit}
 * @param ratio the median of the pairs' ratios, ours to the peer's
 * @param goal what {@code ratio}, or without a peer {@code value}, is judged against; null for a
 *     baseline
 * @param goalIs {@code at least}, {@code at most} or {@code below}; null without a goal
 * @param met whether it was reached; null without a goal
 * @param spread lowest and highest of what {@code goal} is judged on
 * @param samples how many measurements, or pairs of them, stand behind it
 * @param note how it was measured, and what to know when reading it
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

  /** A ratio to a peer that is to be at least {@code goal}. */
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

  /** A ratio to a peer that nobody has set a goal for. */
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

  /** Something that nobody has set a goal for. */
  public static Figure baseline(String name, Samples samples, String unit, String note) {
    return alone(name, samples.median(), unit, null, samples, note);
  }

  /** Something whose median is to be at least {@code goal}. */
  public static Figure atLeast(
      String name, Samples samples, String unit, double goal, String note) {
    double value = samples.median();
    return alone(name, value, unit, new Goal(goal, AT_LEAST, value >= goal), samples, note);
  }

  /** Something of which even the worst is to be below {@code goal}. */
  public static Figure worstBelow(
      String name, Samples samples, String unit, double goal, String note) {
    double value = samples.max();
    var judged = new Goal(goal, BELOW, value < goal);
    return alone(name, value, unit, judged, samples, "the worst; " + note);
  }

  /** Something whose median is to be below {@code goal}. */
  public static Figure below(String name, Samples samples, String unit, double goal, String note) {
    double value = samples.median();
    return alone(name, value, unit, new Goal(goal, BELOW, value < goal), samples, note);
  }

  /** Something whose median is to be at most {@code goal}. */
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

  /** Three decimals: what is below is noise. */
  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
