package io.reprise.replay.coordinate;

import io.reprise.kafka.group.GroupSession;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads commands through a Kafka consumer. */
public final class KafkaCommandSource implements CommandSource {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;

  public KafkaCommandSource(
      Map<String, Object> clientSettings, GroupSession group, ControlTopics topics) {
    this.partition = new TopicPartition(topics.commands(), 0);
    this.consumer =
        group
            .member(clientSettings, topics.coordinatorGroup())
            // The broker answers at once when there is a command.
            .with(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500)
            .open();
  }

  @Override
  public void join(Runnable onRevoked) {
    consumer.subscribe(List.of(partition.topic()), new Revocations(onRevoked));
  }

  @Override
  public List<StoredCommand> poll(Duration wait) {
    var commands = new ArrayList<StoredCommand>();
    consumer.poll(wait).forEach(r -> commands.add(new EncodedCommand(r.offset(), r.value())));
    return commands;
  }

  @Override
  public boolean isAssigned() {
    return !consumer.assignment().isEmpty();
  }

  @Override
  public void rewind() {
    whileAssigned(this::seekToCommitted);
  }

  private Set<TopicPartition> seekToCommitted() {
    var assigned = consumer.assignment();
    var committed = consumer.committed(assigned);
    for (var tp : assigned) {
      var offset = committed.get(tp);
      if (offset == null) {
        consumer.seekToBeginning(List.of(tp));
      } else {
        consumer.seek(tp, offset);
      }
    }
    return assigned;
  }

  @Override
  public long nextOffset() {
    return whileAssigned(() -> consumer.position(partition));
  }

  /**
   * Calls {@code request}, which uses the consumer. Throws {@code NotAssignedException} if the
   * command topic is not assigned to this member. The group may revoke the topic at any time, on
   * the consumer's background thread.
   */
  private static <T> T whileAssigned(Supplier<T> request) {
    try {
      return request.get();
    } catch (IllegalStateException e) {
      throw new NotAssignedException(e);
    }
  }

  @Override
  public ConsumerGroupMetadata groupMetadata() {
    return consumer.groupMetadata();
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private record EncodedCommand(long offset, byte @Nullable [] value) implements StoredCommand {
    @Override
    public CommandRecord decode() {
      return ControlCodec.decode(value, CommandRecord.class);
    }
  }

  /**
   * Calls {@code onRevoked} when the group revokes the command topic. The consumer calls this
   * listener inside poll.
   */
  private record Revocations(Runnable onRevoked) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        onRevoked.run();
      }
    }
  }
}
