package io.reprise.ingest.service.open;

import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.StoredId;
import io.reprise.ingest.service.index.EventIdentity;
import io.reprise.ingest.service.index.LogScan;
import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.topic.EventTopic;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether Kafka has stored an event, if the send of the event ended without an answer.
 * The id of the event stays claimed until the log has been read. The log is read only after the
 * time {@code settling}, because until then a broker may still store the event from a produce
 * request that waits in the broker. If the log has the event, the event is stored. If not, the
 * event is not stored, and may be sent again.
 *
 * <p>Sends without an answer are rare: the Kafka client retries an event for the length of the
 * dedupe window, with a sequence number that prevents duplicates. The client gives up an event only
 * after that time, or after an error that it does not retry.
 *
 * <p>Threading: {@link #resolve} may be called on any thread. The resolver reads the log on a
 * thread of its own. The opener closes the resolver.
 */
public final class UnknownSendResolver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownSendResolver.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration STALLED = Duration.ofSeconds(10);
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

  private final Admin admin;
  private final Map<String, Object> clientSettings;
  private final Duration settling;
  private final Clock clock;
  private final ServiceScheduler reading = ServiceScheduler.ofOneThread("resolve-unknown-sends");
  private List<UnknownSend> waiting = new ArrayList<>();

  /**
   * An event whose send ended without an answer. The event is kept until the log shows whether it
   * is stored.
   */
  private record UnknownSend(
      OpenTopic topic,
      IdHash hash,
      CompletableFuture<SendOutcome> claimed,
      Runnable release,
      long sentMillis,
      long dueMillis) {}

  /**
   * Starts to resolve sends of unknown outcome.
   *
   * @param settling how long to wait before the log is read: after this time, a produce request
   *     that Kafka has not answered is either in the log or lost
   */
  public UnknownSendResolver(
      Admin admin, Map<String, Object> clientSettings, Duration settling, Clock clock) {
    this.admin = admin;
    this.clientSettings = clientSettings;
    this.settling = settling;
    this.clock = clock;
    reading.scheduleWithFixedDelay(
        this::readDue, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Accepts an event of unknown outcome. The event's claim is settled once the log has been read.
   *
   * @param sentMillis time at which the event was handed to the Kafka client, in epoch milliseconds
   */
  public void resolve(
      OpenTopic topic,
      IdHash hash,
      CompletableFuture<SendOutcome> claimed,
      SendOutcome.Unknown outcome,
      long sentMillis) {
    LOG.debug(
        "Kafka did not say whether it stored an event, the ingest service will search the topic"
            + " for it topic={} partition={} cause={}",
        topic.topic().name(),
        outcome.partition(),
        outcome.cause());
    var release = topic.index().hold(outcome.partition());
    long due = clock.millis() + settling.toMillis();
    add(List.of(new UnknownSend(topic, hash, claimed, release, sentMillis, due)));
  }

  private synchronized void add(List<UnknownSend> more) {
    waiting.addAll(more);
  }

  private synchronized List<UnknownSend> takeDue() {
    long now = clock.millis();
    var due = waiting.stream().filter(send -> send.dueMillis() <= now).toList();
    waiting = new ArrayList<>(waiting.stream().filter(send -> send.dueMillis() > now).toList());
    return due;
  }

  private void readDue() {
    var byTopic = new HashMap<EventTopic, List<UnknownSend>>();
    takeDue()
        .forEach(d -> byTopic.computeIfAbsent(d.topic().topic(), t -> new ArrayList<>()).add(d));
    byTopic.forEach(
        (topic, due) -> {
          try {
            read(topic, due);
          } catch (RuntimeException e) {
            LOG.warn(
                "topic could not be searched for events that Kafka may have stored, retrying"
                    + " topic={} cause={}",
                topic.name(),
                e.toString());
            add(due);
          }
        });
  }

  private void read(EventTopic topic, List<UnknownSend> due) {
    LOG.warn(
        "Kafka did not say whether it stored some events, the ingest service searches the topic"
            + " for them topic={} events={}",
        topic.name(),
        due.size());
    var wanted = new HashMap<IdHash, StoredId>();
    due.forEach(send -> wanted.put(send.hash(), NOT_FOUND));
    long since = due.stream().mapToLong(UnknownSend::sentMillis).min().orElse(0);
    try (var scan = new LogScan(admin, clientSettings, STALLED, reading::isShutdown)) {
      var all =
          IntStream.range(0, topic.partitions())
              .mapToObj(p -> new TopicPartition(topic.name(), p))
              .toList();
      var ends = scan.ends(all);
      scan.read(
          scan.since(all, since - CLOCK_SLACK.toMillis()),
          ends,
          record ->
              EventIdentity.of(record).ifPresent(id -> wanted.replace(id.hash(), NOT_FOUND, id)));
    }
    due.forEach(send -> settle(send, wanted.getOrDefault(send.hash(), NOT_FOUND)));
  }

  private static void settle(UnknownSend send, StoredId found) {
    send.topic()
        .settle(send.hash(), send.claimed(), found == NOT_FOUND ? NOT_STORED : stored(found));
    send.release().run();
  }

  private static SendOutcome stored(StoredId id) {
    return new SendOutcome.Stored(id.partition(), id.offset(), id.storedAtMillis());
  }

  private static final StoredId NOT_FOUND = new StoredId(new IdHash(0, 0), -1, -1, 0);

  private static final SendOutcome NOT_STORED =
      new SendOutcome.Rejected(
          new Refusal(
              Refusal.Reason.NOT_STORED,
              "Kafka lost the event before it was stored: send it again"));

  @Override
  public void close() {
    reading.shutdown();
  }
}
