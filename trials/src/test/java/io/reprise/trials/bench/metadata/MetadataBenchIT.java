package io.reprise.trials.bench.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.trials.bench.measure.BenchEffort;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Measures the heap of this JVM, so that no other test class may run in it.
 *
 * <p>Shows guarantees 13, 14 and 15 of docs/liveness.md.
 */
@Isolated
class MetadataBenchIT {
  @TempDir Path directory;

  @Test
  void measuresAnArchiveAndAHistoryThatStaySmall() throws InterruptedException {
    var environment =
        new BenchEnvironment(directory, BenchEffort.QUICK, 0, Duration.ZERO, line -> {});

    var figures = new MetadataBench().measure(environment);

    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly(
            "metadata-bytes",
            "metadata-written",
            "metadata-open",
            "metadata-heap",
            "metadata-plan",
            "metadata-walk",
            "history-heap",
            "history-cpu",
            "history-list");
    assertThat(figures)
        .filteredOn(figure -> figure.name().matches("(metadata-(bytes|heap)|history-heap)"))
        .allSatisfy(figure -> assertThat(figure.met()).as("%s", figure).isTrue());
  }
}
