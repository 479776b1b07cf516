package io.reprise.trials.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.overhead.OverheadFigures.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverheadFiguresTest {
  private static final OverheadFigures FIGURES =
      new OverheadFigures("ingest-http", "records", "as the test says");

  private static Map<Protection, List<Run>> runs() {
    var runs = new LinkedHashMap<Protection, List<Run>>();
    runs.put(Protection.PLAIN, List.of(new Run(100, 1, 0.5), new Run(100, 2, 0.5)));
    runs.put(Protection.CONTROL, List.of(new Run(100, 1, 0.5), new Run(100, 2, 0.5)));
    runs.put(Protection.TLS, List.of(new Run(100, 1.25, 1), new Run(100, 2.5, 1)));
    return runs;
  }

  @Test
  void eachProtectionIsComparedWithThePlainServiceInTheSameRound() {
    var figures = FIGURES.of(runs());

    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly(
            "ingest-http-control",
            "ingest-http-tls",
            "ingest-http-control-cpu",
            "ingest-http-tls-cpu");
    assertThat(figures).extracting(Figure::ratio).containsExactly(1.0, 0.8, 1.0, 0.5);
    assertThat(figures).extracting(Figure::samples).containsOnly(2);
    assertThat(figures)
        .filteredOn(figure -> !figure.name().endsWith("-cpu"))
        .allSatisfy(figure -> assertThat(figure.spread()).containsOnly(figure.ratio()));
  }

  @Test
  void onlyTheRatesOfProtectionsHaveAGoal() {
    assertThat(FIGURES.of(runs()))
        .filteredOn(figure -> figure.goal() != null)
        .singleElement()
        .satisfies(
            figure -> {
              assertThat(figure.name()).isEqualTo("ingest-http-tls");
              assertThat(figure.goal()).isEqualTo(0.95);
              assertThat(figure.met()).isFalse();
            });
  }
}
