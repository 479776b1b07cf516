package io.reprise.ingest.service;

import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.ingest.service.http.EventSink;
import io.reprise.ingest.service.open.OpenTopic;
import io.reprise.ingest.service.parse.ParsedEvent;
import io.reprise.runtime.trace.TraceSpan;
import io.reprise.runtime.trace.Tracing;
import java.util.List;

/**
 * Gives the events of a request a span, from their check until each is answered. Their records name
 * this span. Thread-safe.
 */
final class TracedSink implements EventSink {
  private final Tracing tracing;
  private final EventSink sink;

  TracedSink(Tracing tracing, EventSink sink) {
    this.tracing = tracing;
    this.sink = sink;
  }

  @Override
  public List<EventAnswer> take(OpenTopic topic, List<ParsedEvent> events) {
    var name = topic.topic().name();
    try (var span = tracing.write("send " + name)) {
      span.set("messaging.system", "kafka")
          .set("messaging.destination.name", name)
          .set("messaging.batch.message_count", events.size());
      var answers = sink.take(topic, events);
      describe(span, answers);
      return answers;
    }
  }

  private static void describe(TraceSpan span, List<EventAnswer> answers) {
    long stored = 0;
    long duplicates = 0;
    long rejected = 0;
    long unknown = 0;
    for (var answer : answers) {
      if (answer instanceof EventAnswer.Stored position) {
        stored++;
        duplicates += position.duplicate() ? 1 : 0;
      } else if (answer instanceof EventAnswer.Rejected) {
        rejected++;
      } else {
        unknown++;
      }
    }
    span.set("reprise.events.stored", stored)
        .set("reprise.events.duplicate", duplicates)
        .set("reprise.events.rejected", rejected)
        .set("reprise.events.unknown", unknown);
    if (unknown > 0) {
      span.fail("outcome unknown");
    }
  }
}
