package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * A manifest that a checkpoint replaced by another one, because a segment below it was replaced.
 *
 * @param manifest the replaced manifest
 * @param since when it was replaced, by the writer's clock. The object is kept for a while after
 *     that, for readers that began before
 */
record RetiredManifest(ManifestRef manifest, Instant since) {}
