package io.reprise.ingest.service;

import io.reprise.ingest.service.admit.Admission;
import io.reprise.ingest.service.admit.AdmittedEvent;
import io.reprise.ingest.service.admit.EventAdmission;
import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.ingest.service.answer.PendingAnswer;
import io.reprise.ingest.service.dedupe.Claim;
import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.encode.Encoding;
import io.reprise.ingest.service.encode.RecordValueEncoder;
import io.reprise.ingest.service.open.OpenTopic;
import io.reprise.ingest.service.open.UnknownSendResolver;
import io.reprise.ingest.service.parse.ParsedEvent;
import io.reprise.ingest.service.publish.EventProducer;
import io.reprise.ingest.service.publish.OutgoingEvent;
import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores the events of one request: checks, encodes and deduplicates each event and sends it to
 * Kafka. All events are sent before the first acknowledgement is awaited. A refused event does not
 * prevent the other events from being stored. Thread-safe.
 */
final class EventIntake {
  private final EventAdmission admissions;
  private final RecordValueEncoder encoder;
  private final EventProducer producer;
  private final UnknownSendResolver unknownSends;
  private final Duration answerWithin;

  EventIntake(
      EventAdmission admissions,
      RecordValueEncoder encoder,
      EventProducer producer,
      UnknownSendResolver unknownSends,
      Duration answerWithin) {
    this.admissions = admissions;
    this.encoder = encoder;
    this.producer = producer;
    this.unknownSends = unknownSends;
    this.answerWithin = answerWithin;
  }

  /**
   * Stores every event that can be stored. Returns one answer for each event, in the order of the
   * events.
   */
  List<EventAnswer> take(OpenTopic topic, List<ParsedEvent> events) {
    var deadline = Deadline.after(answerWithin);
    var pending = new ArrayList<PendingAnswer>(events.size());
    Optional<EventAnswer> answerForAll = Optional.empty();
    for (var event : events) {
      // If one event fails because Kafka is unreachable or forbids the write, every later event of
      // the request would fail for the same reason. The later events are not sent. They get the
      // answer of the event that failed.
      var answer = answerForAll.<PendingAnswer>map(PendingAnswer.Given::new);
      pending.add(answer.orElseGet(() -> take(topic, event)));
      answerForAll = answerForAll.or(pending.get(pending.size() - 1)::answerForAll);
    }
    return PendingAnswer.awaitAll(pending, deadline);
  }

  private PendingAnswer take(OpenTopic topic, ParsedEvent event) {
    var admission = admissions.admit(event);
    if (admission instanceof Admission.Refused refused) {
      return new PendingAnswer.Given(new EventAnswer.Rejected(refused.refusal()));
    }
    var admitted = (AdmittedEvent) admission;
    var encoding = encoder.encode(topic.topic().name(), admitted);
    if (encoding instanceof Encoding.Refused refused) {
      return new PendingAnswer.Given(new EventAnswer.Rejected(refused.refusal()));
    }
    return store(topic, admitted, ((Encoding.Encoded) encoding).value());
  }

  private PendingAnswer store(OpenTopic topic, AdmittedEvent event, byte[] value) {
    var hash = IdHash.of(event.attributes().source(), event.attributes().id());
    var claim = topic.window().claim(hash);
    if (claim instanceof Claim.First first) {
      send(topic, hash, first, event, value);
      return new PendingAnswer.OfSend(first.outcome(), false);
    }
    if (claim instanceof Claim.UnderWay underWay) {
      return new PendingAnswer.OfSend(underWay.outcome(), true);
    }
    return new PendingAnswer.Given(
        claim instanceof Claim.Known known
            ? new EventAnswer.Stored(known.id().partition(), known.id().offset(), true)
            : idsFull(topic, (Claim.Full) claim));
  }

  private static EventAnswer idsFull(OpenTopic topic, Claim.Full full) {
    return EventAnswer.Rejected.idsFull(
        topic.topic().name(), full.held(), full.fits(), full.most(), full.topics());
  }

  private void send(
      OpenTopic topic, IdHash hash, Claim.First claim, AdmittedEvent event, byte[] value) {
    long sentMillis = System.currentTimeMillis();
    producer.send(
        new OutgoingEvent(topic.topic().name(), event.key(), event.attributes(), value),
        outcome -> {
          if (outcome instanceof SendOutcome.Unknown unknown) {
            unknownSends.resolve(topic, hash, claim.outcome(), unknown, sentMillis);
          } else {
            topic.settle(hash, claim.outcome(), outcome);
          }
        });
  }
}
