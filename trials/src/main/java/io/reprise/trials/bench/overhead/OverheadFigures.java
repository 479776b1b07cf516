package io.reprise.trials.bench.overhead;

import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.measure.PeerComparison.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares the runs of protected services with those of the plain service in the same round.
 *
 * @param name first part of the figures' names
 * @param unit what a run counts, such as {@code records}
 * @param note what every run does
 */
record OverheadFigures(String name, String unit, String note) {
  /** A protection may cost 5 %. */
  private static final double GOAL = 0.95;

  private static final String PEER = "plain service";

  /**
   * One run of one service.
   *
   * @param amount how much the service has done
   * @param seconds how long this took
   * @param cpuSeconds the processor time that the service has used for it
   */
  record Run(double amount, double seconds, double cpuSeconds) {
    double perSecond() {
      return amount / seconds;
    }

    double perCpuSecond() {
      return amount / cpuSeconds;
    }
  }

  /**
   * Returns two figures for each protection: first those of the rates, then those of the processor
   * time.
   *
   * @param runs the runs of each protection, with those of {@link Protection#PLAIN}; runs at the
   *     same index are of the same round
   */
  List<Figure> of(Map<Protection, List<Run>> runs) {
    var plain = runs.getOrDefault(Protection.PLAIN, List.of());
    var others = new LinkedHashMap<>(runs);
    others.remove(Protection.PLAIN);
    var figures = new ArrayList<Figure>();
    others.forEach((protection, taken) -> figures.add(rate(protection, taken, plain)));
    others.forEach((protection, taken) -> figures.add(cpu(protection, taken, plain)));
    return figures;
  }

  private Figure rate(Protection protection, List<Run> ours, List<Run> plain) {
    var pairs = pairs(ours, plain, Run::perSecond);
    var figure = name + "-" + protection.word();
    var text = protection.text() + "; " + note;
    return protection == Protection.CONTROL
        ? Figure.baselineOfPairs(figure, pairs, unit + "/s", PEER, text)
        : Figure.ofPairs(figure, pairs, unit + "/s", PEER, GOAL, text);
  }

  private Figure cpu(Protection protection, List<Run> ours, List<Run> plain) {
    return Figure.baselineOfPairs(
        name + "-" + protection.word() + "-cpu",
        pairs(ours, plain, Run::perCpuSecond),
        unit + "/CPU-s",
        PEER,
        "the same runs, for each second of processor time that the service has used");
  }

  private static PeerComparison pairs(
      List<Run> ours, List<Run> plain, ToDoubleFunction<Run> value) {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < ours.size(); i++) {
      pairs.add(new Pair(value.applyAsDouble(ours.get(i)), value.applyAsDouble(plain.get(i))));
    }
    return new PeerComparison(pairs);
  }
}
