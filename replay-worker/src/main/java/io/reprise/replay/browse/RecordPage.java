package io.reprise.replay.browse;

import io.reprise.store.OffsetRange;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One page of committed records of a partition.
 *
 * @param covered the offset range that this page covers; offsets of the range without a record are
 *     holes
 * @param to end of the requested range, exclusive
 */
public record RecordPage(
    String topic,
    int partition,
    OffsetRange covered,
    long to,
    List<ConsumerRecord<byte[], byte[]>> records) {}
