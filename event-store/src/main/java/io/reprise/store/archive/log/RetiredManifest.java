package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * A manifest that a checkpoint has replaced by a new one, because a segment that it lists, directly
 * or through other manifests, was replaced.
 *
 * @param manifest the replaced manifest
 * @param since when it was replaced, by the writer's clock. The object is kept for a while after
 *     that, for readers that use an older checkpoint
 */
record RetiredManifest(ManifestRef manifest, Instant since) {}
