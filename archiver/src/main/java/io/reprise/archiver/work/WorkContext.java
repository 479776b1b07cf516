package io.reprise.archiver.work;

import io.reprise.archiver.anchor.ArchiveAnchors;
import io.reprise.archiver.trim.LiveLimits;
import io.reprise.store.EventLog;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.object.store.ObjectStore;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;

/**
 * What all partitions of an instance share.
 *
 * @param writer this instance's name in commit entries
 * @param hot Kafka alone, read committed
 */
public record WorkContext(
    String writer,
    ObjectStore store,
    EventLog hot,
    Admin admin,
    TopicInspector topics,
    ArchiveAnchors anchors,
    LiveLimits limits,
    WriterSchemas schemas,
    SpoolSpace spool,
    ArchiveMeters meters,
    Clock clock,
    StepObserver observer) {}
