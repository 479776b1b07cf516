package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * A manifest that a checkpoint has replaced by a new one, because one of its segments was replaced.
 * The segment may be listed directly or through other manifests.
 *
 * @param manifest the replaced manifest
 * @param since when the manifest was replaced, by the writer's clock. Its object stays in the store
 *     for a while after that, for readers that use an older checkpoint
 */
record RetiredManifest(ManifestRef manifest, Instant since) {}
