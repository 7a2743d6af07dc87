"""Reads an XMP packet, the XML in which pictures and PDFs say who made them."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as Safe
from defusedxml.common import DefusedXmlException

from skolkit.intake.unseen import Carried, readable
from skolkit.intake.workbook import local

_MOST_BYTES = 1 << 21
# What programs write of themselves, their files and their dates.
_QUIET = frozenset(
    {
        "CreatorTool", "Producer", "CreateDate", "ModifyDate", "MetadataDate", "DocumentID",
        "InstanceID", "OriginalDocumentID", "VersionID", "RenditionClass", "format", "part",
        "conformance", "amd", "corr", "rev", "PDFVersion", "Trapped", "about", "lang", "parseType",
        "resource", "xmptk", "date", "type", "instanceID", "documentID", "originalDocumentID",
        "when", "changed", "action", "softwareAgent", "parameters", "language", "ColorMode",
        "ICCProfile", "Orientation", "XResolution", "YResolution", "ResolutionUnit", "ColorSpace",
        "PixelXDimension", "PixelYDimension", "ImageWidth", "ImageLength", "Make", "Model",
        "DateTimeOriginal", "DateTimeDigitized", "DateCreated", "BitsPerSample", "Software",
        "GTS_PDFXVersion", "GTS_PDFXConformance", "Rating", "ExifVersion", "NativeDigest",
        "schema", "namespaceURI", "prefix", "property", "valueType", "category",
        "DocumentAncestors", "SourceModified", "MetadataModified", "Compression",
        "PhotometricInterpretation",
    }
)  # fmt: skip
_KINDS = {
    "creator": "author",
    "Author": "author",
    "Artist": "author",
    "title": "title",
    "subject": "keywords",
    "Keywords": "keywords",
    "description": "description",
    "ImageDescription": "description",
    "UserComment": "comment",
    "Company": "company",
    "rights": "copyright",
    "GPSLatitude": "position of the camera",
}


def read_xmp(data: bytes, carried: Carried) -> None:
    """Count what a packet says besides programs, dates and sizes; keep its texts."""
    start, end = data.find(b"<x:xmpmeta"), data.rfind(b"</x:xmpmeta>")
    if start < 0 or end < 0:
        start, end = data.find(b"<rdf:RDF"), data.rfind(b"</rdf:RDF>")
        end += len(b"</rdf:RDF>")
    else:
        end += len(b"</x:xmpmeta>")
    packet = data[start:end] if 0 <= start < end else data.strip(b"\0 \r\n\t")
    try:
        root: Element = Safe.fromstring(packet[:_MOST_BYTES], forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        for text in readable(packet[:_MOST_BYTES])[:50]:
            carried.tell("XMP text", text)
        return
    _walk(root, "", carried)


def _walk(element: Element, inside: str, carried: Carried) -> None:
    """Tell of texts by the property that they belong to; lists stand between the two."""
    name = local(element)
    belongs = inside if name in {"Alt", "Seq", "Bag", "li", "Description", "RDF"} else name
    for key, said in element.items():
        _tell(key.rpartition("}")[2], said, carried)
    if element.text:
        _tell(belongs, element.text, carried)
    if name in {"extensionSchemas", "schemas", "Thumbnails"}:  # forms of properties, no properties
        if name == "Thumbnails":
            carried.tell("small copy of the picture")
        return
    for child in element:
        _walk(child, belongs, carried)


def _tell(name: str, said: str, carried: Carried) -> None:
    if name in _QUIET or not said.strip() or said.strip() in {"x-default", "Resource", "True"}:
        return
    if len(said) > 64 and " " not in said.strip():
        carried.keep("XMP data", said)
        return
    carried.name(_KINDS.get(name, "XMP text"), said)
