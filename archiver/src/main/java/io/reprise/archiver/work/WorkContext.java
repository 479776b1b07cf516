package io.reprise.archiver.work;

import io.reprise.archiver.commit.ArchiveAnchors;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.trim.ClusterTrimLimits;
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
    ClusterTrimLimits limits,
    SegmentSchemas schemas,
    SpoolSpace spool,
    ArchiveMeters meters,
    Clock clock,
    ArchiveStepObserver observer) {}
