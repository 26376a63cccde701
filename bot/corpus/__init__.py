"""Markdown and YAML files to articles, tips, terms and responsibilities, each mistake named by file, key and line."""
