package io.reprise.replay.browse;

import io.reprise.store.OffsetRange;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Some records of one partition.
 *
 * @param covered the offsets this page accounts for
 * @param to where the asked-for range ends
 */
public record RecordPage(
    String topic,
    int partition,
    OffsetRange covered,
    long to,
    List<ConsumerRecord<byte[], byte[]>> records) {}
