package io.reprise.trials.bench.target;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures replays into a discard target with a filter that selects every event, and with a
 * transform. The peer is the same replay without it.
 */
record SelectionRates(BenchEnvironment environment, Stack stack) {
  private static final String PEER = "no filter, no transform";

  private record Case(String figure, double goal, String note, Consumer<ObjectNode> change) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "filter-header",
              0.93,
              "--type, by the header ce_type",
              spec -> spec.putObject("filter").putArray("types").add("bench.measured")),
          new Case(
              "filter-cel-attributes",
              0.85,
              "--where with two attributes",
              spec -> where(spec, "type == 'bench.measured' && source.startsWith('/reprise')")),
          new Case(
              "filter-cel-data",
              0.4,
              "--where with a field of the Avro data",
              spec -> where(spec, "data.amountCents >= 0")),
          new Case(
              "mask",
              0.4,
              "--mask userId:keep-last-4: each event is decoded, changed and encoded",
              SelectionRates::mask));

  private static void where(ObjectNode spec, String expression) {
    spec.putObject("filter").put("where", expression);
  }

  private static void mask(ObjectNode spec) {
    spec.putObject("transforms")
        .putArray("steps")
        .addObject()
        .put("do", "mask")
        .put("field", "userId")
        .put("how", "KEEP_LAST_4");
  }

  List<Figure> measure() throws InterruptedException {
    int warmUps = environment.effort().of(1, 2);
    int pairs = environment.effort().of(2, 5);
    var figures = new ArrayList<Figure>();
    for (var measured : CASES) {
      figures.add(
          Figure.ofPairs(
              measured.figure,
              PeerComparison.interleaved(
                  warmUps,
                  pairs,
                  () -> rate(measured.figure, measured.change),
                  () -> rate(PEER, spec -> {})),
              "MiB/s",
              PEER,
              measured.goal,
              "%s; %,d events, all of them delivered to nowhere, from the first delivered records to the end"
                  .formatted(measured.note, TargetsBench.events(environment))));
    }
    return figures;
  }

  private double rate(String what, Consumer<ObjectNode> change) throws InterruptedException {
    var spec = ReplayRequest.whole(TargetsBench.EVENTS, TargetsBench.NOWHERE).spec();
    change.accept(spec);
    var rates = RunningReplay.start(stack.api(), spec).awaitRates();
    rates.whole().requireDelivered(TargetsBench.events(environment));
    double rate = rates.afterStart().mebibytesPerSecond();
    environment.say("%s: %.0f MiB/s", what, rate);
    return rate;
  }
}
