package io.reprise.store.archive.read;

/** Adjoining blocks of one data object, fetched and kept together. */
record BlockRange(String object, long position, int length) {}
