package io.reprise.archiver.observe;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.gauge;

import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.MetricDeclaration;
import io.reprise.runtime.metric.MetricLabel;
import io.reprise.runtime.metric.MetricUnit;

/** The metrics of an archiver. */
public enum ArchiverMetric implements DeclaredMetric {
  SEGMENTS(counter("reprise.archive.segments", "segments that were committed")),
  RECORDS(counter("reprise.archive.records", "records in committed segments")),
  BYTES(
      counter("reprise.archive.bytes", "stored bytes of committed segments").in(MetricUnit.BYTES)),
  TRIMS(counter("reprise.archive.trims", "trims of a partition")),
  BACKOFFS(counter("reprise.archive.backoffs", "back-offs of a partition after a retriable error")),
  BACKING_OFF(
      gauge(
          "reprise.archive.backing.off",
          "partitions of this instance whose last attempt to read or archive failed")),
  FAULTS(
      counter(
          "reprise.archive.faults",
          "segments that differed from the uploaded records when they were read back")),
  LAG(
      gauge("reprise.archive.lag", "offsets up to the high watermark that are not archived yet")
          .by(Labels.TOPIC)),
  STABLE_GAP(
      gauge(
              "reprise.archive.stable.gap",
              "offsets between the last stable offset and the high watermark: an open or hanging"
                  + " transaction keeps them from being archived")
          .by(Labels.TOPIC));

  private final MetricDeclaration declaration;

  ArchiverMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }

  private static final class Labels {
    static final MetricLabel TOPIC = new MetricLabel("topic", "the configured topics");
  }
}
